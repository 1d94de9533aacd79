using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using Referrals.Codes;

namespace Referrals.Benchmarks;

/// <summary>
/// Reading a code as people type it, in small letters and with dashes. Ours folds look-alikes and verifies the check
/// character; the peer trims, raises, strips and matches a regular expression.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public partial class CodesParsing
{
    private readonly string _typed = CodeFormat.Default.Format(Code).ToLowerInvariant();
    private readonly string _spaced = $" {CodeFormat.Default.Format(Code).Replace('-', ' ')} ";
    private readonly string _megabyte = new('A', 1_000_000);

    private static ReferralCode Code { get; } = CodeGenerator.Next(CodeFormat.Default, new Referrals.Pipeline.SeededRandomness(1));

    [Benchmark(Baseline = true)]
    public CodeParse Parse() => CodeFormat.Default.Parse(_typed);

    [Benchmark]
    public CodeParse ParseWithSpaces() => CodeFormat.Default.Parse(_spaced);

    [Benchmark]
    public CodeParse ParseMegabyte() => CodeFormat.Default.Parse(_megabyte);

    [Benchmark]
    public bool TrimUpperReplaceRegex() =>
        Shape().IsMatch(_typed.Trim().ToUpperInvariant().Replace("-", string.Empty, StringComparison.Ordinal));

    [GeneratedRegex("^[0-9A-HJKMNP-TV-Z]{9}$")]
    private static partial Regex Shape();
}
