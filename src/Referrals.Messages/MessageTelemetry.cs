using System.Diagnostics.Metrics;

namespace Referrals.Messages;

/// <summary>The names under which messages are reported. No tag holds a person, a tenant or a text.</summary>
/// <example><code>
/// services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(MessageTelemetry.MeterName));
/// </code></example>
public static class MessageTelemetry
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Referrals.Messages";

    /// <summary>A counter: messages, by kind, by what became of them, and why.</summary>
    public const string Messages = "referrals.messages";

    /// <summary>Tag: the code of the kind.</summary>
    public const string KindTag = "referrals.messages.kind";

    /// <summary>Tag: <c>sent</c>, <c>skipped</c>, <c>waiting</c>, <c>failed</c>, <c>unconfirmed</c>, or <c>lost</c> where another instance has it.</summary>
    public const string OutcomeTag = "referrals.messages.outcome";

    /// <summary>Tag: a code of <see cref="Choosing.MessageCodes"/>.</summary>
    public const string ReasonTag = "referrals.messages.reason";
}

/// <summary>The instruments, made once for the process, as their listeners expect.</summary>
internal static class MessageInstruments
{
    private static readonly Meter Meter = new(MessageTelemetry.MeterName);

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        MessageTelemetry.Messages, "{message}", "Messages, by kind, by what became of them, and why.");

    internal static void Settled(ScheduledMessage message, bool kept) => Messages.Add(
        1,
        new(MessageTelemetry.KindTag, message.Kind.Code),
        new(MessageTelemetry.OutcomeTag, kept ? Outcome(message.State) : "lost"),
        new(MessageTelemetry.ReasonTag, message.Reason));

    private static string Outcome(MessageState state) => state switch
    {
        MessageState.Sent => "sent",
        MessageState.Skipped => "skipped",
        MessageState.Failed => "failed",
        MessageState.Unconfirmed => "unconfirmed",
        _ => "waiting",
    };
}
