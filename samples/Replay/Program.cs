// Replays a product's history through the SDK: what would this program have granted, refused and cost? See README.md.
using Replay;

return await ReplayProgram.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
