// @ts-check
// Before the program (`node --import`): stack traces in our own lines. Those of the libraries, which the flag
// `--enable-source-maps` would keep as well, cost each service 7 MiB that every garbage collection walks through.
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true, { nodeModules: false });
