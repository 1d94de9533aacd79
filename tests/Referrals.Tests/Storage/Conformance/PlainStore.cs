namespace Referrals.Tests.Storage.Conformance;

/// <summary>A good store without any ability beside the contract.</summary>
internal sealed class PlainStore : BrokenStore;
