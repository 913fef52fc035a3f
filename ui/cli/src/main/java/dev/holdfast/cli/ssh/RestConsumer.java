package dev.holdfast.cli.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes every word that is left: what looks like an option of ours is the command's. */
final class RestConsumer implements IParameterConsumer {

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public void consumeParameters(Stack<String> words, ArgSpec parameter, CommandSpec command) {
    List<String> rest = new ArrayList<>();
    while (!words.isEmpty()) {
      rest.add(words.pop());
    }
    parameter.setValue(rest);
  }
}
