using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>Sixteen workers with a store instance each, let loose at the same moment.</summary>
internal static class Workers
{
    internal const int Count = 16;

    /// <summary>Runs the function once for each worker, all at once, and gives the results.</summary>
    internal static async Task<T[]> RunAsync<T>(StoreProbe probe, Func<IReferralStore, int, Task<T>> work, int count = Count)
    {
        var stores = new IReferralStore[count];
        for (var i = 0; i < count; i++)
        {
            stores[i] = await probe.OpenAsync().ConfigureAwait(false);
        }

        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = stores.Select((store, i) => Task.Run(async () =>
        {
            await start.Task.ConfigureAwait(false);
            return await work(store, i).ConfigureAwait(false);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(tasks).ConfigureAwait(false);
    }
}
