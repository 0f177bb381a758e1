import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** Speaks MongoDB's wire protocol from memory: for the contract suite where no MongoDB server can be had. Prints its port. */
public class StandIn {
    /** Drivers of today refuse older wire versions. */
    record Claimed() implements MongoVersion {
        public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
        public int getWireVersion() { return 17; }
    }

    public static void main(String[] args) throws Exception {
        MemoryBackend backend = new MemoryBackend();
        backend.version(new Claimed());
        MongoServer server = new MongoServer(backend);
        server.enableOplog();
        System.out.println(server.bind().getPort());
        // Ends with whoever started it.
        while (System.in.read() >= 0) { }
        server.shutdownNow();
        System.exit(0);
    }
}
