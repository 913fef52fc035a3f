package dev.holdfast.schemas.operation;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** What operations can be searched by in Temporal; all keywords, none ever a secret. */
public final class SearchAttributes {
  public static final SearchAttributeKey<String> OPERATION = key("HoldfastOperation");
  public static final SearchAttributeKey<String> INITIATOR = key("HoldfastInitiator");
  public static final SearchAttributeKey<String> ORGANISATION = key("HoldfastOrganisation");
  public static final SearchAttributeKey<String> STATE = key("HoldfastState");

  /** The full name of the server that a part of an operation is about; operations have none. */
  public static final SearchAttributeKey<String> SERVER = key("HoldfastServer");

  private SearchAttributes() {}

  /** Every attribute, as it has to be registered in the namespace. */
  public static List<SearchAttributeKey<String>> all() {
    return List.of(OPERATION, INITIATOR, ORGANISATION, STATE, SERVER);
  }

  private static SearchAttributeKey<String> key(String name) {
    return SearchAttributeKey.forKeyword(name);
  }
}
