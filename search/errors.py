"""Everything that can go wrong, as one tree.

ArchiveError
├── SettingsError          a setting or an argument is wrong              (the user; exit 2)
├── SourceError            a file or a record can't be used               (tallied with its reason; exit 1)
│   ├── Unreadable         the file system or the format refused
│   ├── Damaged            it was read but for some characters; what could be read is in the archive
│   ├── OverLimit          larger, deeper or slower than the settings allow
│   └── NotAnArticle       it was read, and no article is in it
├── SearchError            a search that can't be answered as asked       (the reader; exit 2, HTTP 400)
│   └── OverBudget         it would cost more than one search may
│       └── OutOfTime      it took all the time there is for one          (try again; HTTP 503)
└── IndexProblem           the index can't be used                        (the keeper of the archive; exit 3)
    ├── IndexMissing
    ├── IndexBusy
    ├── IndexOutdated
    ├── IndexDamaged
    ├── NotWritten         a write failed, and the index is as it was before
    └── EngineMissing      the engine's extra is not installed, or its server can't be reached

Every message says what is wrong and who can do what about it; no exception of a library leaves `search`.
"""


class ArchiveError(Exception):
    """The root. `exit_status` is what the command line ends with."""

    exit_status = 1


class SettingsError(ArchiveError):
    exit_status = 2


class SourceError(ArchiveError):
    """One raw file or record can't be used; the run goes on.

    `kind` is the word under which the tally counts it.
    """

    exit_status = 1
    kind = "failed"


class Unreadable(SourceError):
    kind = "unreadable"


class Damaged(SourceError):
    kind = "damaged"


class OverLimit(SourceError):
    kind = "over limit"


class NotAnArticle(SourceError):
    kind = "no article"


class SearchError(ArchiveError):
    exit_status = 2


class OverBudget(SearchError):
    pass


class OutOfTime(OverBudget):
    pass


class IndexProblem(ArchiveError):
    exit_status = 3


class IndexMissing(IndexProblem):
    pass


class IndexBusy(IndexProblem):
    pass


class IndexOutdated(IndexProblem):
    pass


class IndexDamaged(IndexProblem):
    pass


class NotWritten(IndexProblem):
    """`why` says what stood in its way; `kept` how many articles the writes before it in one run wrote, if there were any."""

    def __init__(self, why: str, kept: int | None = None) -> None:
        before = "Nothing was changed."
        if kept is not None:
            before = f"What was written before is kept, with {kept:,} articles."
        super().__init__(f"{why} {before} Make room or mend its disk, and run this again.")
        self.why = why


class EngineMissing(IndexProblem):
    pass
