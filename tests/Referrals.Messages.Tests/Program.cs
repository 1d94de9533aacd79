// The program of this project is the worker that KilledWorkerTests starts and kills: it sends messages until it dies. The tests are run by the test host and
// not by this.
using Referrals.Messages.Tests;

await KilledWorker.RunAsync(args);
