using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Referrals.AI.Functions;

/// <summary>One function as it is described to a model: the name, what it does, and the JSON schemas of its arguments and its answer. Immutable.</summary>
public sealed class ReferralTool
{
    private readonly Func<ToolCall, CancellationToken, ValueTask<object>> _run;
    private readonly JsonTypeInfo _answer;

    internal ReferralTool(
        string name,
        string title,
        string description,
        ToolAudience audience,
        IReadOnlyList<ToolParameter> parameters,
        JsonTypeInfo answer,
        Func<ToolCall, CancellationToken, ValueTask<object>> run)
    {
        Name = name;
        Title = title;
        Description = description;
        Audience = audience;
        Parameters = parameters;
        InputSchema = ToolSchema.Of(parameters);
        OutputSchema = ToolSchema.Of(answer);
        _answer = answer;
        _run = run;
    }

    /// <summary>The stable name, such as <c>explain_my_reward</c>.</summary>
    public string Name { get; }

    /// <summary>The name as people read it.</summary>
    public string Title { get; }

    /// <summary>What the function is for, when not to use it, and what it answers; in English, for a model.</summary>
    public string Description { get; }

    /// <summary>Whether it is offered to participants.</summary>
    public bool IsForParticipants => Audience is ToolAudience.Participants or ToolAudience.Everybody;

    /// <summary>What a member of the team needs for it; <c>null</c> where it is not for the team.</summary>
    public ToolPermissions? Permission => Audience switch
    {
        ToolAudience.Everybody => ToolPermissions.None,
        ToolAudience.Support => ToolPermissions.Support,
        ToolAudience.Analysts => ToolPermissions.Analysis,
        ToolAudience.Deciders => ToolPermissions.Decisions,
        _ => null,
    };

    /// <summary>Whether it proposes a change, which a person has to confirm. No function changes anything by itself.</summary>
    public bool IsProposal => Audience == ToolAudience.Deciders;

    /// <summary>The JSON schema of the arguments.</summary>
    public JsonElement InputSchema { get; }

    /// <summary>The JSON schema of the answer, where it is no error.</summary>
    public JsonElement OutputSchema { get; }

    internal ToolAudience Audience { get; }

    internal IReadOnlyList<ToolParameter> Parameters { get; }

    /// <summary>How long it may take in comparison: a simulation reads the whole history.</summary>
    internal bool IsSlow { get; init; }

    /// <summary>Whether it is one of those that look up codes, which have a limit of their own.</summary>
    internal bool ChecksCodes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Whether somebody may call it, and gets to see it.</summary>
    internal bool IsFor(ToolCaller caller) => Audience switch
    {
        ToolAudience.Everybody => true,
        ToolAudience.Participants => caller.Customer is not null,
        _ => Permission is { } needed && caller.Customer is null && caller.Permissions.HasFlag(needed),
    };

    internal async ValueTask<JsonElement> RunAsync(ToolCall call, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToElement(await _run(call, cancellationToken).ConfigureAwait(false), _answer);
}

/// <summary>Whom a function is for.</summary>
internal enum ToolAudience
{
    Everybody,
    Participants,
    Support,
    Analysts,
    Deciders,
}
