// Replays a product's history through the SDK: what would this program have granted, refused and cost? See README.md.
using Replay;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await ReplayProgram.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);
