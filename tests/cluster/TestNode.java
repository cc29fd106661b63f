import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/** One OpenSearch node with the modules that the tests need: TestNode SETTING=VALUE… It ends when its standard input does. */
public final class TestNode extends Node {
    private static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4Plugin",
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        "org.opensearch.painless.PainlessPlugin",
        "org.opensearch.index.mapper.MapperExtrasPlugin");

    private TestNode(Environment environment, List<Class<? extends Plugin>> modules) {
        super(environment, modules, true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            settings.put(argument.substring(0, at), argument.substring(at + 1));
        }
        List<Class<? extends Plugin>> modules = new ArrayList<>();
        for (String name : MODULES) {
            // By name, as a module that is not there is to fail the start, not a test
            modules.add(Class.forName(name).asSubclass(Plugin.class));
        }
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), (Path) null, () -> "test");
        TestNode node = new TestNode(environment, modules);
        node.start();
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        node.close();
        System.exit(0);
    }
}
