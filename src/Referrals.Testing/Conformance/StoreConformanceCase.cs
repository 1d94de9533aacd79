using Referrals.Testing.Conformance.Probing;

namespace Referrals.Testing.Conformance;

/// <summary>One promise of a store, and how to find out whether it is kept.</summary>
public sealed class StoreConformanceCase
{
    private readonly Func<StoreProbe, Task> _run;

    internal StoreConformanceCase(string group, string sentence, Func<StoreProbe, Task> run)
    {
        Group = group;
        Sentence = sentence.Replace('_', ' ');
        Name = $"{group}: {Sentence}";
        _run = run;
    }

    /// <summary>What the case is about, such as <c>counters</c>.</summary>
    public string Group { get; }

    /// <summary>The promise as a sentence.</summary>
    public string Sentence { get; }

    /// <summary>Group and sentence; unique.</summary>
    public string Name { get; }

    /// <summary>Runs the case.</summary>
    /// <param name="target">
    /// The store. Each case uses partitions of its own, so that all can share a database, at once or one after the other. The
    /// database must be new: a case that runs again finds what it left.
    /// </param>
    /// <param name="cancellationToken">Ends the case early.</param>
    /// <exception cref="StoreConformanceException">The store breaks the promise; the message says what was expected and what was found.</exception>
    public async Task RunAsync(IStoreUnderTest target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var probe = new StoreProbe(target, this, cancellationToken);
        await using var disposal = probe.ConfigureAwait(false);
        await probe.StartAsync().ConfigureAwait(false);
        await _run(probe).ConfigureAwait(false);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
