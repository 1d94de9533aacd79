using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Referrals.Analyzers.Tests;

/// <summary>Each case compiles against the real library. What stands between <c>[|</c> and <c>|]</c> is what must be reported, and nothing else.</summary>
public sealed class ReferralsAnalyzerTests
{
    [Theory]
    [InlineData("await [|referrals.RedeemAsync(redemption)|];")]
    [InlineData("await [|referrals.RefundAsync(refund)|].ConfigureAwait(false);")]
    [InlineData("await [|referrals.ConvertAsync(conversion)|];")]
    [InlineData("await [|referrals.SubmitAsync(conversion)|];")]
    [InlineData("_ = await referrals.RedeemAsync(redemption);")]
    [InlineData("if (!(await referrals.RedeemAsync(redemption)).IsAccepted) { throw new InvalidOperationException(); }")]
    [InlineData("var decision = await referrals.RedeemAsync(redemption); Console.WriteLine(decision.Code);")]
    [InlineData("await referrals.TouchAsync(touch);")]
    [InlineData("await referrals.SignUpAsync(SignUp.Of(bob));")]
    public Task Ignored_decisions_are_reported(string statement) => ExpectAsync("REF1001", Method(statement));

    [Theory]
    [InlineData("REF1002", "var now = [|DateTime.UtcNow|];")]
    [InlineData("REF1002", "var now = [|DateTimeOffset.Now|];")]
    [InlineData("REF1002", "var now = [|TimeProvider.System|];")]
    [InlineData("REF1002", "var now = [|NodaTime.SystemClock.Instance|];")]
    [InlineData("REF1003", "var dice = [|new Random(7)|];")]
    [InlineData("REF1003", "var id = [|Guid.NewGuid()|];")]
    [InlineData("REF1004", "var text = [|System.IO.File.ReadAllText(\"rates.txt\")|];")]
    [InlineData("REF1004", "[|Console.WriteLine(\"asked\")|];")]
    [InlineData("REF1004", "var host = [|Environment.MachineName|];")]
    [InlineData("REF1005", "[|Task.Delay(10)|];")]
    [InlineData("REF1002", "var at = context.OccurredAt; var soon = at + NodaTime.Duration.FromDays(1);")]
    [InlineData("REF1003", "var stable = context.Conversion.Id.Length % 6;")]
    public Task Impure_rules_are_reported(string id, string statement) => ExpectAsync(id, Rule(statement));

    [Fact]
    public Task The_same_calls_outside_of_a_rule_are_fine() =>
        ExpectNothingAsync(Method("var now = DateTime.UtcNow; var id = Guid.NewGuid(); Console.WriteLine(now); await Task.Delay(1);"));

    [Theory]
    [InlineData("_ = SignUp.Of([|default|]);")]
    [InlineData("_ = SignUp.Of([|new CustomerId()|]);")]
    [InlineData("_ = SignUp.Of([|default(CustomerId)|]);")]
    [InlineData("_ = referrals.ForTenant([|default|]);")]
    [InlineData("_ = SignUp.Of(bob);")]
    public Task Uninitialized_ids_are_reported(string statement) => ExpectAsync("REF1006", Method(statement));

    [Theory]
    [InlineData("_ = conversion.WithKey([|Guid.NewGuid()|].ToString());")]
    [InlineData("_ = conversion.WithKey($\"order-{[|DateTime.UtcNow|].Ticks}\");")]
    [InlineData("_ = conversion.WithKey(\"order-1\");")]
    [InlineData("var key = \"message-\" + 1; _ = conversion.WithKey(key);")]
    public Task Keys_that_change_are_reported(string statement) => ExpectAsync("REF1007", Method(statement));

    [Fact]
    public async Task A_compilation_without_the_library_is_left_alone() =>
        Assert.Empty(await DiagnosticsAsync("class C { void M() { var now = System.DateTime.UtcNow; } }", withLibrary: false));

    [Fact]
    public void Every_diagnostic_has_its_section_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "analyzers.md"));
        Assert.All(new ReferralsAnalyzer().SupportedDiagnostics, rule => Assert.Contains($"## {rule.Id}\n\n**{rule.Title}.**", page, StringComparison.Ordinal));
    }

    private static string Method(string statement) => $$"""
        using System; using System.Threading.Tasks; using Referrals;
        class C
        {
            async Task M(ReferralEngine referrals, Redemption redemption, Refund refund, Conversion conversion, Touch touch, CustomerId bob)
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """;

    private static string Rule(string statement) => $$"""
        using System; using System.Threading.Tasks; using Referrals;
        class C : IIncentiveRule
        {
            public IncentiveGrant Grant(QualificationContext context)
            {
                {{statement}}
                return IncentiveGrant.None("nothing");
            }
        }
        """;

    private static async Task ExpectAsync(string id, string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var code = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        var found = await DiagnosticsAsync(code, withLibrary: true);
        if (start < 0)
        {
            Assert.Empty(found);
            return;
        }

        var length = marked.IndexOf("|]", StringComparison.Ordinal) - start - 2;
        var diagnostic = Assert.Single(found);
        Assert.Equal(id, diagnostic.Id);
        var span = diagnostic.Location.SourceSpan;
        Assert.Equal((start, length), (span.Start, span.Length));
    }

    private static async Task ExpectNothingAsync(string code) => Assert.Empty(await DiagnosticsAsync(code, withLibrary: true));

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string code, bool withLibrary)
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var references = trusted
            .Where(path => withLibrary || !Path.GetFileName(path).StartsWith("Referrals", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Sample", [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return await compilation.WithAnalyzers([new ReferralsAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Referrals.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
