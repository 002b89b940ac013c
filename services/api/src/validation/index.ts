import { RunValidator } from './run-validator.js';
import { ValidationStarter } from './validation-starter.js';
import { ValidationController } from './validation.controller.js';

export const validation = {
  controllers: [ValidationController],
  providers: [RunValidator, ValidationStarter],
};
