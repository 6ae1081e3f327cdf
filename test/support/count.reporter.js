/** Ends a run with the line that counts it: behind whatever the other reporters still have to say. */
export default class CountReporter {
  /** `document`: the reporter whose comparison counts as one more test. */
  constructor(document) {
    this.document = document;
  }

  async onTestRunEnd(modules, errors) {
    const agrees = await this.document?.agrees;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const faults = errors.length + broken.filter((part) => part.errors().length > 0).length;
    const passed = count('passed') + (agrees === true ? 1 : 0);
    const failed = count('failed') + faults + (agrees === false ? 1 : 0);
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
