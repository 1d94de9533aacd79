using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using Referrals.AI.Texts;
using Referrals.Explanations;
using Referrals.Tests;

namespace Referrals.AI.Tests.Participants;

public sealed class ParticipantToolsTests
{
    public static TheoryData<string> Cultures => ["en-GB", "de-DE", "fr-FR", "es-ES"];

    /// <summary>The whole story as Ann, Bob, Cid and Eve hear it, before and after the hold, and after a refund.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Answers_read_as_approved(string culture)
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        shop.Labels[AssistantShop.Id("bob")] = "Bob K.";
        var text = new StringBuilder();
        await TellAsync("ann", "get_my_referral_status");
        await TellAsync("ann", "explain_my_reward");
        await TellAsync("ann", "list_my_friends");
        await TellAsync("bob", "explain_my_reward", ("orderId", "L-1002"));
        await TellAsync("cid", "explain_my_reward", ("orderId", "L-1003"));
        await TellAsync("eve", "explain_my_reward", ("orderId", "L-1005"));
        await TellAsync("zoe", "explain_my_reward");
        await TellAsync("nobody", "get_my_referral_status");
        shop.Clock.Advance(Duration.FromDays(15));
        await TellAsync("ann", "list_my_rewards");
        await TellAsync("eve", "explain_my_reward");
        _ = await shop.Engine.RefundAsync(Refund.OfWhole("R-1", "L-1002"));
        await TellAsync("ann", "explain_my_reward");
        await TellAsync("bob", "explain_my_reward", ("orderId", "L-1002"));
        await TellAsync("ann", "get_program_terms");
        var code = (await shop.Engine.FindCodeAsync(AssistantShop.Id("ann")))!;
        Approvals.Verify(text.ToString().Replace(code.DisplayCode, "CODE", StringComparison.Ordinal).Replace(code.Code.Value, "CODE", StringComparison.Ordinal), suffix: culture);

        async Task TellAsync(string who, string tool, params (string, object?)[] arguments)
        {
            var answer = await shop.AskAsync(AssistantShop.Participant(who, culture), tool, arguments);
            Assert.Null(answer.ErrorOf());
            Assert.True(answer.GetRawText().Length < 8_000, $"{tool}: {answer.GetRawText().Length}");
            text.Append(CultureInfo.InvariantCulture, $"{who}: {tool} {string.Join(' ', arguments.Select(static one => one.Item2))}\n");
            foreach (var line in Lines(answer))
            {
                text.Append("  ").Append(line.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
            }
        }
    }

    [Fact]
    public async Task Order_of_somebody_else_answers_as_one_that_does_not_exist()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var ann = AssistantShop.Participant("ann");

        // Bob's order earned Ann ten euros; asked for by its id, it is nobody's.
        var others = await shop.AskAsync(ann, "explain_my_reward", ("orderId", "L-1002"));
        var none = await shop.AskAsync(ann, "explain_my_reward", ("orderId", "L-9999"));

        Assert.Equal(none.GetRawText(), others.GetRawText());
        Assert.Equal("unknown", none.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Referrer_reads_nothing_of_who_friends_are_and_what_they_bought()
    {
        await using var shop = new AssistantShop();
        await shop.TellStoryAsync();
        var ann = AssistantShop.Participant("ann");
        foreach (var tool in shop.Tools.For(ann).Where(static one => one.Name is not "check_code"))
        {
            var answer = (await AssistantShop.AskAsync(tool)).GetRawText();
            Assert.DoesNotMatch("(?i)\\b(bob|cid|dan|eve|zoe|L-100.|80|80\\.00)\\b", answer);
        }
    }

    /// <summary>Over every code that there is: what only the team reads is in no answer to a participant, in no language.</summary>
    [Fact]
    public async Task No_word_of_a_guard_reaches_a_participant()
    {
        string[] guards = [.. ReferralTexts.English.Texts.Keys.Where(static key => key.StartsWith("operator.guard.", StringComparison.Ordinal))];
        Assert.True(guards.Length > 20);
        var found = 0;
        foreach (var guard in new[]
        {
            Guard.ReferralsPerReferrer(1, TimePeriod.Days(1)), Guard.ReferralsPerReferrer(1, TimePeriod.Days(1)).Refusing(), Guard.SameEmail(), Guard.SameEmail().Holding(),
            Guard.SharedDevice().Holding(), Guard.SharedPayment(), Guard.Missing(SignalKind.Email), Guard.BannedReferrers(AssistantShop.Id("ann")), Guard.SharedAddress().Scoring(5),
        })
        {
            await using var shop = new AssistantShop(program: ReferralProgram.Create("spring", p => p
                .Qualify(q => q.On("purchase"))
                .RewardReferrer(r => r.Flat(10, "EUR"))
                .RewardReferee(r => r.Flat(5, "EUR"))
                .Guard(g => (guard.Points > 0 ? g.Against(guard).HoldAt(3) : g.Against(guard)).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject))));
            var signals = SignalHasher.Create(new byte[32]).Signals(static s => s.Email("ann@example.com").Device("device-1").Payment("card-1").Address("Main St 1"));
            var code = (await shop.Engine.EnrollAsync(Enrollment.Of(AssistantShop.Id("ann")).With(signals))).Code.Value;
            foreach (var friend in new[] { "bob", "cid" })
            {
                _ = await shop.Engine.SignUpAsync(SignUp.Of(AssistantShop.Id(friend)).WithCode(code).With(signals));
                _ = await shop.BuyAsync(friend, "order-" + friend, 80);
            }

            var referral = await shop.Engine.FindReferralAsync(AssistantShop.Id("cid"));
            found += referral?.Stage is ReferralStage.Held or ReferralStage.Refused ? 1 : 0;
            if (referral?.Stage == ReferralStage.Held)
            {
                _ = await shop.Engine.Reviews.DecideAsync(ReferralReview.Reject(AssistantShop.Id("cid"), "same person, sure fraud"));
            }

            foreach (var (who, culture) in new[] { "ann", "bob", "cid" }.SelectMany(static who => new[] { "en-GB", "de-DE", "fr-FR", "es-ES" }.Select(culture => (who, culture))))
            {
                var caller = AssistantShop.Participant(who, culture);
                var texts = ReferralTexts.For(caller.Culture);
                foreach (var answer in new[]
                {
                    await shop.AskAsync(caller, "explain_my_reward"), await shop.AskAsync(caller, "explain_my_reward", ("orderId", "order-" + who)),
                    await shop.AskAsync(caller, "list_my_friends"), await shop.AskAsync(caller, "list_my_rewards"), await shop.AskAsync(caller, "get_my_referral_status"),
                })
                {
                    var all = string.Join('\n', answer.Texts());
                    Assert.DoesNotContain("guard.", all, StringComparison.Ordinal);
                    Assert.DoesNotContain("fraud", all, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("sure", all, StringComparison.Ordinal);

                    // A phrase of the team may be a part of what participants are told of the same code; else it is a leak.
                    Assert.All(guards.Where(key => IsOfTheTeamAlone(texts, key)), key => Assert.DoesNotContain(texts.Texts[key], all, StringComparison.OrdinalIgnoreCase));
                }
            }
        }

        // The guards of the story do hold and refuse; otherwise this would test nothing.
        Assert.True(found >= 5, $"{found}");
    }

    [Fact]
    public async Task Friends_come_in_pages()
    {
        await using var shop = new AssistantShop(program: ReferralProgram.Create("spring", p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR"))));
        var code = (await shop.Engine.EnrollAsync(Enrollment.Of(AssistantShop.Id("ann")))).Code.Value;
        for (var i = 0; i < 45; i++)
        {
            _ = await shop.Engine.SignUpAsync(SignUp.Of(AssistantShop.Id($"friend-{i}")).WithCode(code));
            shop.Labels[AssistantShop.Id($"friend-{i}")] = $"F {i}" + new string('x', 300);
            shop.Clock.Advance(Duration.FromMinutes(1));
        }

        var (labels, after, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            var page = await shop.AskAsync(AssistantShop.Participant("ann"), "list_my_friends", ("after", after));
            Assert.True(page.GetRawText().Length < 8_000);
            labels.AddRange(page.GetProperty("friends").EnumerateArray().Select(static friend => friend.GetProperty("label").GetString()!.Split('x')[0]));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            pages++;
        }
        while (after is not null && pages < 10);

        Assert.Equal(Enumerable.Range(0, 45).Reverse().Select(static i => $"F {i}"), labels);
        Assert.InRange(pages, 3, 4);
    }

    [Fact]
    public void Each_language_has_every_sentence_with_the_same_places()
    {
        foreach (var property in typeof(ToolTexts).GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).Where(static one => one.PropertyType == typeof(string)))
        {
            var texts = ToolTexts.All.Select(language => (string)property.GetValue(language)!).ToArray();
            Assert.All(texts, text => Assert.Equal(Places(texts[0]), Places(text)));
            Assert.True(property.Name is nameof(ToolTexts.OnDay) || texts.Distinct().Count() >= texts.Length - 1, property.Name);
        }

        static string Places(string text) => string.Concat(text.Where((_, i) => i > 0 && text[i - 1] == '{').Order());
    }

    private static bool IsOfTheTeamAlone(ReferralTexts texts, string key)
    {
        var code = key["operator.".Length..];
        return texts.Texts[key].Length > 8
            && !new[] { "participant.", "referee.", "referrer." }.Any(prefix => texts.Texts.ContainsKey(prefix + code))
            && !texts.Texts.Any(text => !text.Key.StartsWith("operator.", StringComparison.Ordinal) && text.Value.Contains(texts.Texts[key], StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Lines(JsonElement answer)
    {
        yield return answer.TextOf();
        foreach (var list in answer.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.Array && member.Name is "rewards" or "friends"))
        {
            foreach (var item in list.Value.EnumerateArray())
            {
                yield return $"- {(item.TryGetProperty("label", out var label) ? label.GetString() + ", " : null)}{item.GetProperty("state").GetString()}: {item.TextOf()}";
            }
        }

        if (answer.TryGetProperty("outcome", out var outcome))
        {
            yield return $"= {outcome.GetString()}. {answer.GetProperty("nextStep").GetString()}";
        }
    }
}
