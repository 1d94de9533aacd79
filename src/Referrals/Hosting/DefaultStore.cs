using Referrals.Storage;

namespace Referrals.Hosting;

/// <summary>The store of an application that names none: in memory, and lost at the end.</summary>
internal sealed class DefaultStore
{
    internal InMemoryReferralStore Store { get; } = new();
}
