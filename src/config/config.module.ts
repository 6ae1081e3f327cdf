import { type DynamicModule, Module } from '@nestjs/common';
import { Environment } from './environment.js';

/** Gives every module the environment, as it was read once. */
@Module({})
export class ConfigModule {
  static forRoot(environment: Environment): DynamicModule {
    const provider = { provide: Environment, useValue: environment };
    return { module: ConfigModule, global: true, providers: [provider], exports: [Environment] };
  }
}
