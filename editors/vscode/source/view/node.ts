/** What the view shows: nodes, made from answers alone. */

export interface Node {
  /** Stays the same while the run goes on, so that what is open stays open. */
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  /** A codicon, and the theme's colour for it. */
  icon?: string;
  color?: string;
  /** What "Copy Value" copies. */
  value?: string;
  /** A directory that can be opened in a terminal. */
  directory?: string;
  /** Open at first. */
  expanded?: boolean;
  children?: Node[];
  /** Children that are asked for when the node is opened. */
  more?: () => Promise<Node[]>;
}

/** A name and its value; nothing where there is no value. */
export function fields(parent: string, values: Record<string, string | undefined>): Node[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === ""
      ? []
      : [{ id: `${parent}/${name}`, label: name, description: value, tooltip: value, value }],
  );
}
