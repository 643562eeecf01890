// Puts what is compiled in dist/, and the packages it needs, into few files in dist/bundle/: reading 1,300 was most of a start.
import { readdirSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** Packages that read files of their own beside their code, and those that are there only where someone adds them. */
const leftOutside = [
  /^(libsql|pino|swagger-ui-dist|@fastify\/static)$|^swagger-ui-dist\//,
  /^@nestjs\/(microservices|websockets|platform-express)|^@fastify\/(view|multipart)$/,
];

/** What Node is told to run by its name, beside every `*.worker.js`: programs, and modules that threads are told of. */
const programs = [
  'apps/api/main.js',
  'apps/worker/main.js',
  'apps/cli/main.js',
  'libs/application/register/registry.js',
  'libs/application/runtime/long-reads.js',
];

/** Fills `dist/bundle` from `dist`. Each entry keeps its path in it. */
export async function bundle(dist) {
  const workers = readdirSync(join(dist, 'libs'), { recursive: true })
    .filter((file) => file.endsWith('.worker.js'))
    .map((file) => join('libs', file));
  const entries = [...programs, ...workers].map((file) => [file.slice(0, -'.js'.length), join(dist, file)]);
  const build = await rolldown({
    input: Object.fromEntries(entries),
    cwd: dirname(dist),
    platform: 'node',
    external: leftOutside,
    plugins: [keepsPlaces(dist)],
    logLevel: 'warn',
  });
  await build.write({
    dir: join(dist, 'bundle'),
    cleanDir: true,
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await build.close();
}

/** What a module of ours finds beside itself, it finds at the same place in the bundle. */
function keepsPlaces(dist) {
  const place = /__placeOf\("([^"]+)"\)/g;
  return {
    name: 'keeps-places',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('import.meta.url')) return undefined;
      return code.replaceAll('import.meta.url', `__placeOf(${JSON.stringify(relative(dist, id))})`);
    },
    renderChunk(code, { fileName }) {
      if (!code.includes('__placeOf(')) return undefined;
      return code.replaceAll(place, (_, file) => {
        const fromHere = posix.relative(dirname(fileName), file);
        return `new URL(${JSON.stringify(`./${fromHere}`)}, import.meta.url).href`;
      });
    },
  };
}
