package dev.holdfast.demo.lab;

import dev.holdfast.lab.LabServer;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** How lab servers are listed. */
enum LabFormat {
  text {
    @Override
    void print(List<LabServer> servers, PrintWriter out) {
      out.println(row("NAME", "ADDRESS", "USER", "STATE", "CONTAINER"));
      for (LabServer server : servers) {
        out.println(
            row(
                server.name(),
                server.address() + ":" + server.port(),
                server.user(),
                server.state(),
                server.container()));
      }
      out.flush();
    }

    private String row(Object... cells) {
      return "%-8s %-17s %-8s %-9s %s".formatted(cells);
    }
  },
  json {
    @Override
    void print(List<LabServer> servers, PrintWriter out) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      for (LabServer server : servers) {
        all.addObject()
            .put("name", server.name())
            .put("address", server.address())
            .put("port", server.port())
            .put("user", server.user())
            .put("container", server.container())
            .put("state", server.state())
            .put("keyFile", server.keyFile().toString());
      }
      out.println(all.toPrettyString());
      out.flush();
    }
  };

  abstract void print(List<LabServer> servers, PrintWriter out);
}
