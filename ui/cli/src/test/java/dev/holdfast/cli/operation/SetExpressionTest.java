package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SetExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1                          | {\"a\":1}",
        "a=true                       | {\"a\":true}",
        "a=null                       | {\"a\":null}",
        "a=-1.5                       | {\"a\":-1.5}",
        "a=deploy                     | {\"a\":\"deploy\"}",
        "a=\"1\"                      | {\"a\":\"1\"}",
        "a=0755                       | {\"a\":\"0755\"}",
        "a=1 2                        | {\"a\":\"1 2\"}",
        "a=                           | {\"a\":\"\"}",
        "a=b=c                        | {\"a\":\"b=c\"}",
        "a.b.c=x                      | {\"a\":{\"b\":{\"c\":\"x\"}}}",
        "sshd.allowUsers=[a, b]       | {\"sshd\":{\"allowUsers\":[\"a\",\"b\"]}}",
        "sshd.ports=[22,2222]         | {\"sshd\":{\"ports\":[22,2222]}}",
        "a=[]                         | {\"a\":[]}",
        "a={\"b\":[1,{\"c\":2}]}      | {\"a\":{\"b\":[1,{\"c\":2}]}}",
        "users[0].name=eve            | {\"users\":[{\"name\":\"eve\"}]}",
        "m[0][0]=1                    | {\"m\":[[1]]}",
      })
  void shouldBuildNestedValues(String expression, String json) {
    ObjectNode input = Json.object();

    SetExpression.parse(expression.strip()).applyTo(input);

    assertThat(input).isEqualTo(Json.parse(json));
  }

  @Test
  void shouldKeepWhatIsBesideAndReplaceWhatIsThere() {
    ObjectNode input = (ObjectNode) Json.parse("{\"a\":{\"b\":1,\"c\":2},\"l\":[1,2]}");

    SetExpression.parse("a.b=9").applyTo(input);
    SetExpression.parse("l[1]=8").applyTo(input);
    SetExpression.parse("l[2]=7").applyTo(input);

    assertThat(input).isEqualTo(Json.parse("{\"a\":{\"b\":9,\"c\":2},\"l\":[1,8,7]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=1", ".a=1", "a..b=1", "a[x]=1", "a[=1", "[0]=1"})
  void shouldRefuseWhatIsNoExpression(String expression) {
    assertThatThrownBy(() -> SetExpression.parse(expression))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--set");
  }

  @Test
  void shouldRefuseAPathThatDoesNotFitTheInput() {
    ObjectNode input = (ObjectNode) Json.parse("{\"a\":1,\"l\":[]}");

    assertThatThrownBy(() -> SetExpression.parse("a.b=1").applyTo(input)).hasMessageContaining("a");
    assertThatThrownBy(() -> SetExpression.parse("l.x=1").applyTo(input))
        .hasMessageContaining("a list needs an index");
    assertThatThrownBy(() -> SetExpression.parse("l[1]=1").applyTo(input))
        .hasMessageContaining("would leave a gap");
  }
}
