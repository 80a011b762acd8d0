<?php

namespace MediaWiki\Extension\DalilAsk;

use Html;
use MediaWiki\Hook\ParserFirstCallInitHook;
use Parser;

/**
 * The tag <dalil/>: the chat in a frame, or with mode="widget" the <dalil-ask> element.
 *
 * What an editor of a page writes is checked value by value and escaped; the server's address
 * comes from the wiki's configuration only.
 */
class TagHook implements ParserFirstCallInitHook {

	/** Each attribute, with the form of its value as an editor is told it. */
	private const FORMS = [
		'mode' => 'chat | widget',
		'question' => '1–1000',
		'outlet' => '1–200',
		'from' => '2026-01-31',
		'to' => '2026-01-31',
		'lang' => 'ar | en',
		'height' => '200–4000',
	];
	private const MOST_CHARS = 1000;
	private const MOST_OUTLET_CHARS = 200;
	private const LEAST_HEIGHT = 200;
	private const MOST_HEIGHT = 4000;
	private const CHAT_HEIGHT = '640';

	/** @inheritDoc */
	public function onParserFirstCallInit( $parser ) {
		$parser->setHook( 'dalil', [ $this, 'render' ] );
	}

	/**
	 * @param string|null $content what stands between the tags; unused
	 * @param array<string,string> $attributes as written on the page
	 * @param Parser $parser
	 * @return string HTML
	 */
	public function render( $content, array $attributes, Parser $parser ): string {
		$server = self::server();
		if ( $server === null ) {
			return self::error( $parser, 'dalilask-error-server' );
		}
		$wrong = self::firstWrong( $attributes );
		if ( $wrong !== null ) {
			return isset( self::FORMS[$wrong] )
				? self::error( $parser, 'dalilask-error-value', $wrong, self::FORMS[$wrong] )
				: self::error( $parser, 'dalilask-error-unknown', $wrong,
					implode( ', ', array_keys( self::FORMS ) ) );
		}
		$lang = $attributes['lang'] ??
			( strpos( $parser->getTargetLanguage()->getCode(), 'ar' ) === 0 ? 'ar' : 'en' );
		$given = array_intersect_key(
			array_filter( array_map( 'trim', $attributes ), 'strlen' ),
			array_flip( [ 'question', 'outlet', 'from', 'to' ] )
		) + [ 'lang' => $lang ];
		$output = $parser->getOutput();
		$host = self::origin( $server );
		if ( $host !== null ) {
			$output->addExtraCSPDefaultSrc( $host );
			$output->addExtraCSPScriptSrc( $host );
		}
		if ( ( $attributes['mode'] ?? 'chat' ) === 'widget' ) {
			$script = [ 'src' => "$server/static/dalil-ask.js", 'defer' => true ];
			$output->addHeadItem( Html::element( 'script', $script ), 'dalil-ask' );
			$height = array_intersect_key( $attributes, [ 'height' => '' ] );
			return Html::element( 'dalil-ask', [ 'server' => $server ] + $given + $height );
		}
		$output->addModuleStyles( [ 'ext.dalilAsk.styles' ] );
		return Html::element( 'iframe', [
			'class' => 'dalil-chat',
			'src' => "$server/chat/?" . wfArrayToCgi( $given ),
			'title' => wfMessage( 'dalilask-frame-title' )->inLanguage( $lang )->text(),
			'height' => $attributes['height'] ?? self::CHAT_HEIGHT,
			'loading' => 'lazy',
			'referrerpolicy' => 'no-referrer',
			'allow' => 'clipboard-write',
			'sandbox' => 'allow-scripts allow-same-origin allow-forms allow-popups ' .
				'allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
		] );
	}

	/** The configured address without a slash at its end, null if it is none. */
	private static function server(): ?string {
		global $wgDalilServer;
		$server = rtrim( (string)$wgDalilServer, '/' );
		$valid = '!^(https?://[A-Za-z0-9.\[\]:-]+)?(/[A-Za-z0-9._~-]+)*$!';
		return $server !== '' && preg_match( $valid, $server ) ? $server : null;
	}

	/** Scheme and host of an address on another host, null for one on the wiki's own. */
	private static function origin( string $server ): ?string {
		return preg_match( '!^https?://[^/]+!', $server, $found ) ? $found[0] : null;
	}

	/**
	 * @param array<string,string> $attributes
	 * @return string|null the first attribute that is unknown or has a wrong value
	 */
	private static function firstWrong( array $attributes ): ?string {
		foreach ( $attributes as $name => $value ) {
			if ( !isset( self::FORMS[$name] ) || !self::isRight( $name, trim( $value ) ) ) {
				return (string)$name;
			}
		}
		return null;
	}

	private static function isRight( string $name, string $value ): bool {
		switch ( $name ) {
			case 'mode':
				return in_array( $value, [ 'chat', 'widget' ], true );
			case 'lang':
				return in_array( $value, [ 'ar', 'en' ], true );
			case 'height':
				return ctype_digit( $value ) && $value >= self::LEAST_HEIGHT &&
					$value <= self::MOST_HEIGHT;
			case 'from':
			case 'to':
				return preg_match( '/^(\d{4})-(\d\d)-(\d\d)$/', $value, $d ) &&
					checkdate( (int)$d[2], (int)$d[3], (int)$d[1] );
			case 'outlet':
				return mb_strlen( $value ) <= self::MOST_OUTLET_CHARS;
			default:
				return mb_strlen( $value ) <= self::MOST_CHARS;
		}
	}

	private static function error( Parser $parser, string $key, string ...$values ): string {
		$parser->addTrackingCategory( 'dalilask-error-category' );
		$message = wfMessage( $key )->plaintextParams( ...$values );
		$text = $message->inLanguage( $parser->getTargetLanguage() )->text();
		return Html::element( 'strong', [ 'class' => 'error' ], $text );
	}
}
