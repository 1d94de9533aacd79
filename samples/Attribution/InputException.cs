namespace Referrals.Samples.Attribution;

/// <summary>The input cannot be read.</summary>
internal sealed class InputException(string message) : Exception(message);
