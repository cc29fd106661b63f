const MODIFIERS = /** @type {const} */ (["ctrl", "alt", "meta", "shift"]);

/**
 * A shortcut as `aria-keyshortcuts` has it; null where all its keys are such as type (WCAG 2.1.4).
 * @param {string} shortcut `ctrl+k`
 */
export function shortcutKeys(shortcut) {
  return /\b(ctrl|alt|meta)\+/i.test(shortcut) ? shortcut.replace(/ctrl/i, "Control") : null;
}

/**
 * @param {string} shortcut
 * @param {KeyboardEvent} event
 */
export function isPressed(shortcut, event) {
  const keys = shortcut.toLowerCase().split("+");
  return (
    shortcutKeys(shortcut) &&
    event.key?.toLowerCase() === keys.at(-1) &&
    MODIFIERS.every((one) => event[`${one}Key`] === keys.includes(one))
  );
}

/**
 * Whether a key is the input method's. Safari's Enter that ends a composition comes after it, as key 229.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
