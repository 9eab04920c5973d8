class Job {
  run(): Job {
    return this;
  }
  parts: Map<string, Part> = new Map();
}
class Part {
  cut(): void {}
}
function load(): Promise<Job[]> {
  return fetch("jobs") as any;
}
async function work(jobs: Job[], byName: Map<string, Job>): Promise<void> {
  jobs.map((job) => job.run()).forEach((done) => done.run());
  jobs.filter((job) => job.parts.get("a")?.cut()).find(Boolean)!.run();
  jobs.reduce((all, job) => all.run(), new Job()).run();
  byName.get("a")?.run();
  for (const part of jobs[0].parts.values()) part.cut();
  load().then((loaded) => loaded[0].run());
  const found = (await load()).pop();
  found?.run();
}
