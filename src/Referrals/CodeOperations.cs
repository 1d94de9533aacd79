namespace Referrals;

/// <summary>The lifecycle of referral codes. See <see cref="ReferralEngine.Codes"/>.</summary>
public sealed class CodeOperations
{
    private readonly EngineScope _scope;

    internal CodeOperations(EngineScope scope) => _scope = scope;

    /// <summary>Suspends, resumes, limits or replaces a code.</summary>
    /// <param name="change">The code, and what happens to it.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ChangeAsync(CodeChange change, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(change, cancellationToken);
}
