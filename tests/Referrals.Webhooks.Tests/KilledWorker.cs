namespace Referrals.Webhooks.Tests;

internal static class KilledWorker
{
    internal static Task RunAsync(string[] args)
    {
        _ = args;
        return Task.CompletedTask;
    }
}
