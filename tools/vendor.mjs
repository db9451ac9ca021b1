// Copies third-party front-end files out of their pinned npm packages, with their licences.
//
//   node tools/vendor.mjs
//
// Installs the packages into a temporary folder (install scripts off), copies the files named below, builds the icon
// sprite, and writes a manifest beside each copy: {package, version, licence, bytes, sha384, file}. The copies are
// committed, so neither the product nor its tests need Node. tests/contracts/test_vendored_files.py re-hashes them.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SANS = 'source-sans-3';
const SERIF = 'source-serif-4';
const FACES = ['latin-wght-normal', 'latin-wght-italic', 'latin-ext-wght-normal', 'greek-wght-normal'];

const faceFiles = (family) => FACES.map((face) => [`files/${family}-${face}.woff2`, `${family}-${face}.woff2`]);

// `files` are pairs [path in the package, name of the copy]; a licence is copied with them.
const PACKAGES = [
  { name: 'htmx.org', version: '4.0.1', into: 'static/vendor', files: [['dist/htmx.min.js', 'htmx.org-4.0.1-htmx.min.js']] },
  {
    name: 'socket.io-client',
    version: '4.8.4',
    into: 'static/vendor',
    files: [['dist/socket.io.min.js', 'socket.io-client-4.8.4-socket.io.min.js']],
  },
  { name: '@fontsource-variable/source-sans-3', version: '5.3.0', into: 'static/fonts', files: faceFiles(SANS) },
  { name: '@fontsource-variable/source-serif-4', version: '5.3.1', into: 'static/fonts', files: faceFiles(SERIF) },
  { name: 'lucide-static', version: '1.62.0', into: 'static/img', files: [] },
  { name: 'axe-core', version: '4.14.1', into: 'tests/browser/vendor', files: [['axe.min.js', 'axe-core-4.14.1-axe.min.js']] },
];

const MANIFESTS = { 'static/vendor': ['static/vendor', 'static/fonts', 'static/img'], 'tests/browser/vendor': ['tests/browser/vendor'] };

const ICONS = `
  arrow-down arrow-left arrow-right arrow-up badge-check ban bell bell-off book-open-text bookmark calendar-clock check
  chevron-down chevron-left chevron-right chevron-up circle-alert circle-check circle-dashed circle-dot circle-plus
  circle-user clock cloud-off contrast copy crop download ellipse ellipsis external-link eye eye-off file-text flag hand
  hand-helping history image image-plus info keyboard layers link list-checks loader-circle lock log-in log-out mail maximize
  menu message-square messages-square monitor moon octagon-x paperclip pause pencil play plus printer quote redo-2 refresh-cw
  reply rotate-ccw ruler scan-face scan-text scroll-text search send settings shield-check square-pen square-plus stethoscope
  sun thumbs-up trash-2 triangle-alert triangle-right undo-2 user-check users wifi-off x zoom-in zoom-out
`.trim().split(/\s+/);

function install(folder) {
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  const wanted = PACKAGES.map(({ name, version }) => `${name}@${version}`);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', ...wanted], {
    cwd: folder,
    stdio: 'inherit',
  });
}

function licenceOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).license;
}

function shortName(name) {
  return name.replace(/^.*\//, '');
}

function copyPackage(modules, { name, version, into, files }) {
  const from = join(modules, name);
  const target = join(ROOT, into);
  mkdirSync(target, { recursive: true });
  const licence = licenceOf(from);
  const copies = [['LICENSE', `${shortName(name)}-${version}-LICENSE`], ...files];
  return copies.map(([source, copy]) => {
    copyFileSync(join(from, source), join(target, copy));
    return { package: name, version, licence, file: join(into, copy) };
  });
}

function symbolOf(modules, icon) {
  const svg = readFileSync(join(modules, 'lucide-static/icons', `${icon}.svg`), 'utf8');
  const drawing = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="${icon}" viewBox="0 0 24 24">${drawing.trim().replace(/\s*\n\s*/g, '')}</symbol>`;
}

function writeSprite(modules) {
  const symbols = ICONS.map((icon) => symbolOf(modules, icon));
  const file = 'static/img/icons.svg';
  writeFileSync(join(ROOT, file), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
  return { package: 'lucide-static', version: '1.62.0', licence: licenceOf(join(modules, 'lucide-static')), file };
}

function measured(entry) {
  const bytes = readFileSync(join(ROOT, entry.file));
  return { ...entry, bytes: bytes.length, sha384: createHash('sha384').update(bytes).digest('base64') };
}

function writeManifest(folder, covered, entries) {
  // Paths are relative to `static/` (the product) or to the manifest's own folder (the tests).
  const base = folder.startsWith('static/') ? 'static' : folder;
  const listed = entries
    .filter(({ file }) => covered.includes(dirname(file)))
    .map(measured)
    .map(({ package: name, version, licence, bytes, sha384, file }) => ({
      package: name, version, licence, bytes, sha384, file: relative(base, file),
    }));
  writeFileSync(join(ROOT, folder, 'MANIFEST.json'), `${JSON.stringify(listed, null, 2)}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'vendor-'));
try {
  install(folder);
  const modules = join(folder, 'node_modules');
  const entries = PACKAGES.flatMap((wanted) => copyPackage(modules, wanted));
  entries.push(writeSprite(modules));
  for (const [where, covered] of Object.entries(MANIFESTS)) writeManifest(where, covered, entries);
  const total = entries.reduce((sum, { file }) => sum + statSync(join(ROOT, file)).size, 0);
  console.log(`${entries.length} files, ${Math.round(total / 1024)} kB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
