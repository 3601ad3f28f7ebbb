/** A package as it is called inside its main module; the import path for one of elsewhere, and for the module's root. */
export function packageName(path: string, module: string | undefined): string {
  return module !== undefined && path.startsWith(`${module}/`) ? path.slice(module.length + 1) : path;
}
