package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows in columns as wide as their widest cell; the last column is as long as it likes. */
public final class Table {
  private static final String GAP = "  ";
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private int stateColumn = -1;

  public Table(String... header) {
    this.header = List.of(header);
  }

  /** Colours this column, counted from 0, by the state that it names. */
  public Table withState(int column) {
    stateColumn = column;
    return this;
  }

  /** Adds a row with as many cells as the header has; an empty cell is shown as a dash. */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under " + header.size() + " columns");
    }
    rows.add(
        List.of(cells).stream().map(cell -> cell.isEmpty() ? "-" : Printable.line(cell)).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, header first. */
  public List<String> lines(Style style) {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = header.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(line(header, widths, -1, UnaryOperator.identity())));
    rows.forEach(row -> lines.add(line(row, widths, stateColumn, style::state)));
    return lines;
  }

  private static String line(
      List<String> cells, int[] widths, int painted, UnaryOperator<String> paint) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      boolean last = column == cells.size() - 1;
      line.append(column == painted ? paint.apply(cell) : cell);
      if (!last) {
        line.repeat(' ', widths[column] - cell.length()).append(GAP);
      }
    }
    return line.toString();
  }
}
