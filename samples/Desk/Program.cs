// A console desk for the people who look after a referral program: search, explain, approve, reject, ban, pay out. See README.md.
using Desk;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await DeskProgram.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);
