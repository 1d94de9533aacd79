namespace Referrals.Benchmarks;

/// <summary>A text that may be missing, so that its type is known even then.</summary>
internal readonly record struct PlainText(string? Value);
