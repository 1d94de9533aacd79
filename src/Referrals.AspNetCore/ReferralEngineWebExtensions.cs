using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore;
using Referrals.AspNetCore.Visitors;

namespace Referrals;

/// <summary>What a host reports out of a request, with what the request knows of the visitor.</summary>
public static class ReferralEngineWebExtensions
{
    /// <summary>
    /// Records the sign-up of a customer with the visitor of the request, or with the code in its URL or form where the browser keeps no cookie;
    /// and takes the cookie away, so that whoever signs up next in this browser is another visitor.
    /// </summary>
    /// <remarks>
    /// Where accounts are confirmed later, maybe on another device, call <see cref="JoinAsync"/> in the request in which the account is created
    /// and this in the one that confirms it: what joined them is kept with the customer, not in the browser.
    /// </remarks>
    /// <param name="engine">The engine, for the program; the tenant is that of the request.</param>
    /// <param name="context">The request.</param>
    /// <param name="signUp">The customer, and what else the host knows. A visitor or a code that it names goes before that of the request.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <example><code>
    /// await referrals.SignUpAsync(HttpContext, SignUp.Of(customer));
    /// </code></example>
    public static async ValueTask<Decision> SignUpAsync(
        this ReferralEngine engine, HttpContext context, SignUp signUp, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(signUp);
        var options = WebSite.OptionsOf(context.RequestServices);
        var cookie = context.RequestServices.GetRequiredService<VisitorCookie>();
        if (signUp.Visitor is null && cookie.Read(context) is { } remembered)
        {
            signUp = signUp.ByVisitor(remembered.Visitor);
        }
        else if (signUp is { Visitor: null, Code: null })
        {
            signUp = signUp.WithCode(await CodeOfAsync(context.Request, cancellationToken).ConfigureAwait(false));
        }

        var decision = await WebSite.For(options, context, engine).SignUpAsync(signUp, cancellationToken).ConfigureAwait(false);
        cookie.Forget(context);
        return decision;
    }

    /// <summary>
    /// Joins the visitor of the request to a customer whom the host has just created or recognised, so that the visitor's clicks count for a
    /// sign-up that is recorded later or elsewhere. <c>UseReferrals</c> does it by itself for whoever is signed in.
    /// </summary>
    /// <param name="engine">The engine, for the program; the tenant is that of the request.</param>
    /// <param name="context">The request.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The decision; <c>null</c> where the request has no visitor.</returns>
    public static async ValueTask<Decision?> JoinAsync(
        this ReferralEngine engine, HttpContext context, CustomerId customer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(context);
        var options = WebSite.OptionsOf(context.RequestServices);
        var cookie = context.RequestServices.GetRequiredService<VisitorCookie>();
        if (cookie.Read(context) is not { } remembered)
        {
            return null;
        }

        var decision = await WebSite.For(options, context, engine)
            .IdentifyAsync(Identification.Of(remembered.Visitor, customer), cancellationToken).ConfigureAwait(false);
        cookie.Forget(context);
        return decision;
    }

    /// <summary>
    /// Records a conversion at the end of the host's checkout. Where the customer followed a link in this browser and was not joined to that
    /// visitor yet, as in a checkout without an account, it is done first.
    /// </summary>
    /// <param name="engine">The engine, for the program; the tenant is that of the request.</param>
    /// <param name="context">The request.</param>
    /// <param name="conversion">The customer, the order and what it is worth.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <example><code>
    /// await referrals.ConvertAsync(HttpContext, Conversion.Of(customer, order.Number, "purchase", Amount.Of(order.Total, "EUR")));
    /// </code></example>
    public static async ValueTask<Decision> ConvertAsync(
        this ReferralEngine engine, HttpContext context, Conversion conversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        _ = await engine.JoinAsync(context, conversion.Customer, cancellationToken).ConfigureAwait(false);
        return await WebSite.For(WebSite.OptionsOf(context.RequestServices), context, engine)
            .ConvertAsync(conversion, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<string?> CodeOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var code = request.Query[ReferralsWebOptions.CodeParameter].ToString();
        return code.Length > 0 || !request.HasFormContentType
            ? code
            : (await request.ReadFormAsync(cancellationToken).ConfigureAwait(false))[ReferralsWebOptions.CodeParameter].ToString();
    }
}
