namespace Referrals.Tests.Architecture;

/// <summary>What the types of a folder of the core may use.</summary>
/// <param name="Name">The folder below <c>src/Referrals</c>.</param>
/// <param name="Pure">Whether it computes only: no time, randomness, input, output, waiting, injection or logging.</param>
/// <param name="UsesOnly">The folders that it may use; <c>null</c> for every folder above it in the table.</param>
internal sealed record FolderRule(string Name, bool Pure = false, IReadOnlyList<string>? UsesOnly = null);
