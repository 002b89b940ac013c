// @ts-check
// The health check of a service container: `ready.mjs <management port>`.
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
