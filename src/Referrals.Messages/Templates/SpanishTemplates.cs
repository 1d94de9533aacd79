namespace Referrals.Messages.Templates;

internal static partial class BuiltInTemplates
{
    internal const string Spanish =
        """
        [greeting]
        Hola:

        [greeting.named]
        Hola, {name}:

        [footer]
        Recibes este mensaje porque participas en {program}. Para darte de baja: {unsubscribe}

        [invitation.purchase]
        {offer}
        {greeting}

        Gracias por tu pedido. ¿Conoces a alguien a quien también le gustaría? {offer}: solo tienes que compartir tu
        enlace personal.

        {link}

        [invitation.survey]
        Gracias, y una sugerencia
        {greeting}

        Gracias por tu buena valoración. Si de todos modos nos recomendarías, ganad algo los dos. {offer}: este es tu
        enlace personal.

        {link}

        [invitation.delivery]
        ¿Ha llegado bien?
        {greeting}

        Tu pedido se ha entregado. Si te ha gustado, cuéntaselo a tus amigos. {offer}: este es tu enlace personal.

        {link}

        [thank_you]
        Gracias por recomendarnos
        {greeting}

        Gracias por recomendar {program}. Te avisaremos en cuanto alguien se registre. Puedes usar tu enlace tantas
        veces como quieras:

        {link}

        [friend.signed_up]
        Tu recomendación ha llegado
        {greeting}

        Alguien se ha registrado gracias a tu recomendación. Ya has recomendado a {friends} {friends#persona|de
        personas|personas}. Te avisaremos en cuanto ganes una recompensa.

        [reward.pending]
        {amount} para ti el {day}
        {greeting}

        Has ganado {amount} con {program}. Estará disponible el {day}, salvo que la compra se devuelva antes.

        [reward.in_review]
        {amount} en revisión
        {greeting}

        Has ganado {amount} con {program}. Primero lo revisamos y te avisaremos en cuanto esté disponible.

        [reward.earned]
        {amount} para ti
        {greeting}

        Tu recompensa de {amount} de {program} ya está disponible. Gracias por recomendarnos.

        [reward.taken_back]
        Tu recompensa ha cambiado
        {greeting}

        De tus recompensas de {program} se ha retirado: {amount}. {reason}

        [reward.refused]
        Esto no ha contado
        {greeting}

        Se trata de tu participación en {program}. {reason}

        Si crees que es un error, respóndenos a este mensaje.

        [reward.expiring]
        Pronto caduca: {amount}
        {greeting}

        De tus recompensas de {program} puedes usar {amount} hasta el {day}. Después caduca.

        [tier.near]
        Te falta poco para {tier}
        {greeting}

        Llevas {reached} de {needed}: solo {missing} más y alcanzas {tier} en {program}. Tu enlace:

        {link}

        [payout.sent]
        Tu pago: {amount}
        {greeting}

        Te hemos enviado tu pago de {amount} de {program}.

        [win_back]
        Tu enlace te sigue esperando
        {greeting}

        Hace tiempo que no sabemos de ti. {offer}: tu enlace personal sigue siendo válido.

        {link}
        """;
}
