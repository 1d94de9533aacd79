using FsCheck;
using FsCheck.Fluent;
using Referrals.Explanations;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Accounts;
using Referrals.Tests.Decisions.Guarding;
using Referrals.Tests.Decisions.Rules;

namespace Referrals.Tests.Programs.Terms;

/// <summary>Terms of random programs: they never throw, and no amount of a rule is left unsaid.</summary>
public sealed class TermsPropertyTests
{
    [Fact]
    public void Terms_of_any_program_can_be_said_to_both_in_two_languages() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            foreach (var program in Programs(seed))
            {
                foreach (var side in Enum.GetValues<Side>())
                {
                    foreach (var words in new[] { ReferralTexts.English, ReferralTexts.German })
                    {
                        var terms = ProgramTerms.Of(program, side, words);
                        var texts = terms.Summary.Concat(terms.Sections.SelectMany(static section => section.Sentences)).Select(static sentence => sentence.Text).ToArray();
                        Assert.All(texts, static text => Assert.DoesNotContain("  ", text.Trim(), StringComparison.Ordinal));
                        Assert.All(texts, static text => Assert.DoesNotMatch("[{}]|\\(\\)| ,|,,", text));
                        Assert.InRange(terms.Summary.Count, 1, 4);
                        Assert.NotEmpty(terms.ToText());
                        Assert.NotEmpty(terms.ToMarkdown());
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_amount_of_an_own_rule_is_said() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var program = new RandomRules(new Random(seed)).Draw();
            foreach (var side in Enum.GetValues<Side>())
            {
                var said = ProgramTerms.Of(program, side).Sections.SelectMany(static section => section.Sentences).SelectMany(static sentence => sentence.Amounts).ToHashSet();
                var rules = program.Incentives.Where(rule => rule.Side == side && !rule.IsShadow).ToArray();
                Assert.All(rules.SelectMany(Amounts), amount => Assert.Contains(amount, said));
                Assert.All(program.Caps.Where(cap => cap.Side == side).Select(static cap => cap.Cap.Amount).OfType<Amount>(), amount => Assert.Contains(amount, said));
                Assert.All(
                    program.Budgets.Where(budget => rules.Any(rule => rule.Units.Contains(budget.Amount.Unit))), budget => Assert.Contains(budget.Amount, said));
            }
        }).QuickCheckThrowOnFailure();

    internal static IEnumerable<ReferralProgram> Programs(int seed) =>
    [
        new RandomRules(new Random(seed)).Draw(),
        new RandomHistory(seed).Program,
        new GuardedHistory(seed).Program,
        new RandomLife(seed).Program,
    ];

    private static IEnumerable<Amount> Amounts(Incentive rule) => rule.Caps.Select(static cap => cap.Amount).OfType<Amount>()
        .Concat(rule.AllFormulas.SelectMany(static formula => formula switch
        {
            FlatFormula flat => [flat.Amount],
            PercentageFormula share => new[] { share.Floor, share.Ceiling }.OfType<Amount>(),
            QuantityFormula each => [each.Each],
            SpendFormula spend => [spend.Each, spend.Step],
            _ => Array.Empty<Amount>(),
        }));
}
