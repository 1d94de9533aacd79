namespace Referrals.Testing.Conformance;

/// <summary>What the cases need of a store: to open it, as often as they like.</summary>
public interface IStoreUnderTest
{
    /// <summary>
    /// Opens the store on the one database of the test, as another process would. Cases open up to 17 at once and use each
    /// from one thread at a time. A store that is thread-safe may give the same object each time, with nothing to dispose.
    /// </summary>
    ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken);
}
