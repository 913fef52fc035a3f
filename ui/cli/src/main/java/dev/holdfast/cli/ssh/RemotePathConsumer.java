package dev.holdfast.cli.ssh;

import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes the word after {@code --mount} only if it is a directory, for a command may follow. */
final class RemotePathConsumer implements IParameterConsumer {

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    boolean given = !words.isEmpty() && TypedDirectory.looksLikeOne(words.peek());
    option.setValue(given ? words.pop() : "~");
  }
}
