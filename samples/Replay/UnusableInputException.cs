namespace Replay;

/// <summary>The input cannot be used; the message says why and what to do. Nothing was written.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
