// The command `referrals`: see docs/tool.md.
using Referrals.Tool;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await ToolProgram.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);
