// Rooms and their doors (docs: each room's README). A room may import itself, the rooms named here, and packages.
const doors = {
  core: [],
  runtime: [],
  backends: ['core'],
  archive: ['core', 'runtime'],
  queue: ['core', 'runtime'],
  database: ['core', 'runtime'],
  directory: ['core', 'runtime', 'backends', 'database'],
};

const kinds = '(plex|jellyfin|emby)';
const test = '\\.(spec|e2e)\\.ts$|^libs/testing/|^(libs|services)/[^/]+/src/testing/|^e2e/|^bench/';
const stores = '^libs/testing/src/stores/';
const packages = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'];

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const keptIn = (rooms) => ({ pathNot: [...rooms.map((room) => `^libs/${room}/`), stores] });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-unresolved', {}, { couldNotResolve: true }),
    ...Object.entries(doors).map(([room, others]) =>
      forbid(
        `${room}-keeps-to-its-doors`,
        { path: `^libs/${room}/`, pathNot: test },
        {
          path: '^(libs|services|ui|e2e|bench|infra)/',
          pathNot: `^libs/(${[room, ...others, 'testing'].join('|')})/`,
        },
      ),
    ),
    forbid('testing-knows-no-service', { path: '^libs/testing/' }, { path: '^(services|ui|e2e|bench)/' }),
    forbid('core-is-pure', { path: '^libs/core/', pathNot: test }, { dependencyTypes: packages }),
    forbid('backends-know-no-framework', { path: '^libs/backends/' }, { path: 'node_modules/@nestjs/' }),
    forbid(
      'libs-have-a-front-door',
      { path: '^((?:libs|services)/[^/]+|e2e|bench)/' },
      { path: '^libs/[^/]+/src/(?!index\\.ts$)', pathNot: '^$1/' },
    ),
    forbid(
      'services-are-islands',
      { path: '^services/([^/]+)/' },
      { path: '^(services|ui|e2e|bench)/', pathNot: '^services/$1/' },
    ),
    forbid(
      'backends-do-not-mix',
      { path: `^libs/backends/src/${kinds}/`, pathNot: test },
      { path: `^libs/backends/src/${kinds}/`, pathNot: '^libs/backends/src/$1/' },
    ),
    forbid(
      'fakes-share-no-code',
      { path: '^libs/testing/src/media-servers/' },
      { path: '^libs/(?!testing/)' },
    ),
    forbid('testing-is-for-tests', { pathNot: test }, { path: '^libs/testing/' }),
    forbid('typeorm-stays-in-database', keptIn(['database']), { path: 'node_modules/(typeorm|pg)/' }),
    forbid('redis-stays-in-queue', keptIn(['queue']), { path: 'node_modules/(bullmq|ioredis)/' }),
    forbid('axios-stays-in-backends', keptIn(['backends']), { path: 'node_modules/axios/' }),
    forbid('ui-keeps-to-itself', { path: '^ui/' }, { path: '^(libs|services|e2e|bench|infra)/' }),
    forbid('e2e-is-a-black-box', { path: '^e2e/' }, { path: '^(services|ui|libs/(?!testing/))' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.d.ts'],
      exportsFields: ['exports'],
    },
  },
};
