// @ts-check

/** @type {import('./usage.mjs').Command} */
export const version = {
  name: 'version',
  summary: 'Show the version of the running system',
  options: {},
  run: async ({ api }) => {
    const facts = await api().get('system/version');
    return {
      head: ['What', 'Value'],
      rows: Object.entries(facts).map(([name, value]) => [name, String(value)]),
    };
  },
};
