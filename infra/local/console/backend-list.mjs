// @ts-check

const yesNo = (/** @type {boolean} */ value) => (value ? 'yes' : 'no');
const when = (/** @type {string | null} */ time) => time ?? 'never';

/** @type {import('./usage.mjs').Command} */
export const backendList = {
  name: 'backend:list',
  summary: 'List the backends of an identity',
  options: {},
  run: async ({ api, options }) => {
    /** @type {any[]} */
    const backends = await api(options.user).get('backends');
    return {
      head: ['Name', 'Type', 'User', 'Import', 'Last import', 'Export', 'Last export', 'Health'],
      rows: backends.map((one) => [
        one.name,
        one.type,
        one.user_name ?? one.user,
        yesNo(one.import.enabled),
        when(one.import.last_sync),
        yesNo(one.export.enabled),
        when(one.export.last_sync),
        one.health.message ?? one.health.status,
      ]),
    };
  },
};
