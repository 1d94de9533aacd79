// The program of this project is the worker that KilledImportTests starts and kills: it imports a file until it dies. The tests are run by the test host and
// not by this.
using Referrals.Imports.Tests;

await KilledImport.RunAsync(args);
