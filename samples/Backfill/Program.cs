// Brings the tables of an existing referral program into the SDK: every referral gets a decision and its reasons. See README.md.
using Backfill;

return await BackfillProgram.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
