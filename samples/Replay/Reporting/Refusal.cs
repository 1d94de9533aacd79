using Referrals;

namespace Replay.Reporting;

/// <summary>Why something was refused or not rewarded, how often, and the first time as an example.</summary>
internal sealed class Refusal(string reason, DecidedInput example)
{
    public string Reason => reason;

    public DecidedInput Example => example;

    /// <summary>How many inputs met this reason; an input that several rules refuse for one reason counts once.</summary>
    public int Count { get; set; }
}
