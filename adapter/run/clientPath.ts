/** Where a file of this machine is for the client: the other way round of `substitutePath`, as dlv goes for stack frames. */

/** A rule of the attribute `substitutePath`: what the client calls `from` is `to` here. */
interface Rule {
  from: string;
  to: string;
}

/**
 * @param path an absolute path of this machine
 * @param rules the attribute as it was given; what dlv would not take as a rule is none (it refuses the launch for it)
 * @see https://pkg.go.dev/github.com/go-delve/delve/pkg/locspec#SubstitutePath
 */
export function clientPath(path: string, rules: unknown): string {
  if (!Array.isArray(rules)) return path;
  for (const { from, to } of rules.filter(isRule)) {
    if (to === "" || !path.startsWith(to)) continue;
    const rest = path.slice(to.length);
    if (rest !== "" && !to.endsWith("/") && !rest.startsWith("/")) continue;
    if (rest === "") return from;
    const below = rest.replace(/^\//, "");
    if (from === "") return below;
    const separator = separatorOf(from);
    return `${from.replace(/[\\/]$/, "")}${separator}${below.replaceAll("/", separator)}`;
  }
  return path;
}

function isRule(rule: unknown): rule is Rule {
  const { from, to } = (rule ?? {}) as Partial<Record<keyof Rule, unknown>>;
  return typeof from === "string" && typeof to === "string";
}

/** The client may be on Windows. */
function separatorOf(path: string): string {
  return /^[A-Za-z]:|^\\\\/.test(path) ? "\\" : "/";
}
