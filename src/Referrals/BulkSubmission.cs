using System.Runtime.CompilerServices;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// Decides many inputs in their order and commits them in groups. A group that meets changes by other workers is decided again, input by input.
/// </summary>
internal sealed class BulkSubmission(EngineScope scope)
{
    /// <summary>How many inputs are committed together. More gain little, and what they write is locked for longer.</summary>
    internal const int GroupSize = 200;

    /// <summary>A group is committed once it holds so many bytes, so that it takes little memory whatever inputs hold.</summary>
    private const long GroupBytes = 4 << 20;

    internal async IAsyncEnumerable<DecidedInput> RunAsync(
        IAsyncEnumerable<ReferralInput> inputs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (inner, time) = scope.Store is MeasuredReferralStore measured ? (measured.Inner, measured.Time) : (scope.Store, null);
        var group = new List<DecidedInput>(GroupSize);
        var store = (GroupedReferralStore?)null;
        await foreach (var input in inputs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (inner is IBulkStore bulk && CanBeGrouped(input))
            {
                store ??= new GroupedReferralStore(inner, bulk, time, scope.Programs.AreStored);
                if (await TryDecideAsync(store, input, cancellationToken).ConfigureAwait(false) is { } decision)
                {
                    group.Add(new DecidedInput(input, decision));
                    if (group.Count < GroupSize && store.Bytes < GroupBytes && !(store.HoldsProgram && scope.Programs.AreStored))
                    {
                        continue;
                    }

                    foreach (var decided in await CommitAsync(store, group, cancellationToken).ConfigureAwait(false))
                    {
                        yield return decided;
                    }

                    group.Clear();
                    store = null;
                    continue;
                }
            }

            // This one is decided by itself, and what came before it is stored first.
            foreach (var decided in await CommitAsync(store, group, cancellationToken).ConfigureAwait(false))
            {
                yield return decided;
            }

            group.Clear();
            store = null;
            yield return new DecidedInput(input, await scope.SubmitAsync(input, cancellationToken).ConfigureAwait(false));
        }

        foreach (var decided in await CommitAsync(store, group, cancellationToken).ConfigureAwait(false))
        {
            yield return decided;
        }
    }

    /// <summary>What uses a balance asks for what is due, and what changes the program or forgets a person reads more than records by their keys.</summary>
    private static bool CanBeGrouped(ReferralInput? input) => input is { Uses: null } and not (ProgramChange or Erasure);

    /// <summary>Decides in the group; <c>null</c> for an input that cannot be decided, which is then tried by itself to say why.</summary>
    private async ValueTask<Decision?> TryDecideAsync(GroupedReferralStore store, ReferralInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await (scope with { Store = store }).SubmitAsync(input, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ReferralsException or ArgumentException)
        {
            return null;
        }
    }

    private async ValueTask<IReadOnlyList<DecidedInput>> CommitAsync(
        GroupedReferralStore? store, List<DecidedInput> group, CancellationToken cancellationToken)
    {
        if (store is null || group.Count == 0)
        {
            return [];
        }

        if ((await store.FlushAsync(cancellationToken).ConfigureAwait(false)).Status == CommitStatus.Committed)
        {
            return [.. group];
        }

        var decided = new List<DecidedInput>(group.Count);
        foreach (var one in group)
        {
            decided.Add(new DecidedInput(one.Input, await scope.SubmitAsync(one.Input, cancellationToken).ConfigureAwait(false)));
        }

        return decided;
    }
}
