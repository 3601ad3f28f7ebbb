// A VS Code extension as a .vsix: a zip of the extension's files, with a manifest of Visual Studio's and the types of the files
// beside them. What stands in these two is what @vscode/vsce writes (its src/package.ts: toVsixManifest, toContentTypes).
import { strToU8, zipSync } from "fflate";
import { extname } from "node:path";

/** The time of each file, so that the same files are the same bytes. */
const mtime = new Date("2000-01-01T00:00:00");

const contentTypes = {
  ".cjs": "application/node",
  ".json": "application/json",
  ".md": "text/markdown",
  ".txt": "text/plain",
  ".vsixmanifest": "text/xml",
};

/** The files that a shop of extensions shows. */
const assets = {
  "package.json": "Microsoft.VisualStudio.Code.Manifest",
  "readme.md": "Microsoft.VisualStudio.Services.Content.Details",
  "changelog.md": "Microsoft.VisualStudio.Services.Content.Changelog",
  "LICENSE.txt": "Microsoft.VisualStudio.Services.Content.License",
};

/**
 * @param {object} manifest the extension's package.json
 * @param {Record<string, Uint8Array | object>} files by path in the extension; an object is written as JSON
 * @returns {Uint8Array} throws an Error for a file of an unknown type
 */
export function vsixOf(manifest, files) {
  const entries = Object.entries(files).map(([path, content]) => [
    `extension/${path}`,
    content instanceof Uint8Array ? content : strToU8(JSON.stringify(content)),
  ]);
  const zip = {
    "extension.vsixmanifest": strToU8(vsixManifest(manifest, Object.keys(files))),
    "[Content_Types].xml": strToU8(contentTypesOf(Object.keys(files))),
    ...Object.fromEntries(entries),
  };
  return zipSync(zip, { level: 9, mtime });
}

function vsixManifest(manifest, paths) {
  const property = (id, value) => `<Property Id="Microsoft.VisualStudio.${id}" Value="${escaped(value)}"/>`;
  const assetLines = Object.entries(assets)
    .filter(([path]) => paths.includes(path))
    .map(([path, type]) => `<Asset Type="${type}" Path="extension/${path}" Addressable="true"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
<Metadata>
<Identity Language="en-US" Id="${escaped(manifest.name)}" Version="${escaped(manifest.version)}" Publisher="${escaped(manifest.publisher)}"/>
<DisplayName>${escaped(manifest.displayName)}</DisplayName>
<Description xml:space="preserve">${escaped(manifest.description)}</Description>
<Tags>${escaped(manifest.keywords.join(","))}</Tags>
<Categories>${escaped(manifest.categories.join(","))}</Categories>
<GalleryFlags>Public</GalleryFlags>
<Properties>
${property("Code.Engine", manifest.engines.vscode)}
${property("Code.ExtensionKind", manifest.extensionKind.join(","))}
${property("Code.ExecutesCode", "true")}
${property("Services.GitHubFlavoredMarkdown", "true")}
${property("Services.Content.Pricing", "Free")}
</Properties>
<License>extension/LICENSE.txt</License>
</Metadata>
<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
<Dependencies/>
<Assets>
${assetLines.join("\n")}
</Assets>
</PackageManifest>
`;
}

function contentTypesOf(paths) {
  const endings = new Set([...paths.map((path) => extname(path)), ".vsixmanifest"]);
  const lines = [...endings].sort().map((ending) => {
    if (contentTypes[ending] === undefined) throw new Error(`no content type is known of a file ${ending}`);
    return `<Default Extension="${ending}" ContentType="${contentTypes[ending]}"/>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${lines.join("")}</Types>
`;
}

function escaped(text) {
  const names = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
  return text.replaceAll(/[&<>"']/g, (character) => `&${names[character]};`);
}
