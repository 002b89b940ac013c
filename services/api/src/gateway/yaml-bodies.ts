import { text } from 'express';

const TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain'];

/** Gives a body that is YAML as its text, to routes that can read it. */
export const readYamlBodies = text({ type: TYPES, limit: '512kb' });
