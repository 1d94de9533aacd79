using System.Text.Json;
using Referrals.Explanations;

namespace Referrals.Serialization;

/// <summary>What is answered to an input whose id or key was decided before.</summary>
internal static class Repetition
{
    /// <summary>Under which key, when and how untidily an input was reported does not make it another one.</summary>
    private static readonly string[] NoContent = ["explicitKey", "actor", "occurredAt", "dueVersion", "keptKey", "textChanges"];

    /// <summary>What the engine adds to the start of a payout.</summary>
    private static readonly string[] NoContentOfPayoutStart = [.. NoContent, "attempt", "payout"];

    /// <param name="before">What was decided first.</param>
    /// <param name="input">The input that came now.</param>
    internal static Decision Of(StoredEvent before, ReferralInput input)
    {
        // What an erasure has taken out of the stored input still counts by its hash.
        var differences = before.Hash == HashOf(input) ? [] : Differences(before.Input, input).ToArray();
        if (differences.Length == 0)
        {
            return before.Decision with { IsRepeated = true };
        }

        var code = before.Input.Key == input.Key ? CodeOf(input) : DecisionCodes.KeyReused;
        return before.Decision with
        {
            Code = code,
            IsAccepted = false,
            Facts = [],
            First = before.Decision with { IsRepeated = true },
            Explanation = before.Decision.Explanation with
            {
                Code = code,
                Checks = [.. differences.Select(each => Check.Of(code, passed: false, CheckValue.Text($"{each.Name}: {each.Now}"), CheckValue.Text($"{each.Name}: {each.Before}")))],
            },
        };
    }

    /// <summary>The hash of what an input says, apart from what makes it no other one.</summary>
    internal static string HashOf(ReferralInput input) => ContentHash.Of([.. RecordJson.Element(input).EnumerateObject()
        .Where(property => !NoContentOf(input).Contains(property.Name))
        .SelectMany(static property => (string[])[property.Name, property.Value.GetRawText()])]);

    /// <summary>What the engine adds to a change of a program: what it found at that moment.</summary>
    private static readonly string[] NoContentOfProgramChange = [.. NoContent, "findings"];

    /// <summary>An erasure that was interrupted goes on, whatever reason is given then.</summary>
    private static readonly string[] NoContentOfErasure = [.. NoContent, "reason"];

    private static string[] NoContentOf(ReferralInput input) => input switch
    {
        PayoutStart => NoContentOfPayoutStart,
        Erasure => NoContentOfErasure,
        ProgramChange => NoContentOfProgramChange,
        _ => NoContent,
    };

    /// <summary>What differs, by its name in JSON.</summary>
    private static IEnumerable<(string Name, string Before, string Now)> Differences(ReferralInput before, ReferralInput now)
    {
        var (first, second) = (RecordJson.Element(before), RecordJson.Element(now));
        var names = first.EnumerateObject().Concat(second.EnumerateObject()).Select(static property => property.Name).Distinct();
        foreach (var name in names.Except(NoContentOf(now)))
        {
            var (left, right) = (ValueOf(first, name), ValueOf(second, name));
            if (!JsonElement.DeepEquals(left, right))
            {
                yield return (name, Text(left), Text(right));
            }
        }
    }

    private static JsonElement ValueOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : NoValue;

    private static JsonElement NoValue { get; } = JsonSerializer.SerializeToElement<string?>(null, RecordJsonContext.Default.String!);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "none",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static string CodeOf(ReferralInput input) => input switch
    {
        SignUp => DecisionCodes.SignUpDuplicate,
        Share => DecisionCodes.ShareDuplicate,
        Conversion => DecisionCodes.ConversionDuplicate,
        Refund => DecisionCodes.RefundDuplicate,
        Amendment => DecisionCodes.AmendmentDuplicate,
        Redemption => DecisionCodes.RedemptionDuplicate,
        RedemptionCancellation => DecisionCodes.RedemptionCancellationDuplicate,
        ManualReward => DecisionCodes.ManualRewardDuplicate,
        Clawback => DecisionCodes.ClawbackDuplicate,
        ProgramCost => DecisionCodes.CostDuplicate,
        _ => DecisionCodes.KeyReused,
    };
}
