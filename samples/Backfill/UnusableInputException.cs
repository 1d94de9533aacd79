namespace Backfill;

/// <summary>The tables cannot be used; the message says why and what to do.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
