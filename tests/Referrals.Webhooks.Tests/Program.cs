// The program of this project is the worker that KilledWorkerTests starts and kills: it sends webhooks until it dies. The tests are run by the test host and
// not by this.
using Referrals.Webhooks.Tests;

await KilledWorker.RunAsync(args);
